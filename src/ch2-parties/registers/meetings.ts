import { meetingForm } from "../../contract/registers.ts";
import { either, isAuthority, keptInArea, namesUnit, nobody, register, works } from "./register.ts";

/** Art. 5: the governments settle major problems; their data bureau may write down what was decided. */
export const meetings = register({
  name: "meetings",
  title: "协调会议",
  article: "5",
  summary: "政府（含经开区管委会）研究公共数据重大问题的会议和议定事项，由政府或者同级数据局登记。",
  form: meetingForm,
  columns: ["heldOn", "chair", "issues"],
  titleOf: (meeting) => meeting.title,
  mayKeep: (caller) => works(caller) && (caller.party.kind === "government" || isAuthority(caller)),
  mayRead: (caller) => {
    const leads = caller.party.kind === "government" || isAuthority(caller);
    return either(namesUnit(caller, "attendees"), leads ? keptInArea(caller) : nobody);
  },
});
