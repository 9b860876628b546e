export type { Message, NoticeChannel } from "./channel.ts";
export { forgetDeliveries } from "./deliver.ts";
export { Notices } from "./notices.ts";
export type { NewNotice } from "./notify.ts";
export { noticeRoutes } from "./routes.ts";
export { smtpChannel } from "./smtp.ts";
