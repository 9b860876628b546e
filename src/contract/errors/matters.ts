export const matters = {
  stale_version: { status: 409, title: "办件已被他人办理，请刷新" },
  wrong_state: { status: 409, title: "办件当前环节不能这样办理" },
  not_the_holder: { status: 403, title: "办件不在本单位办理" },
  same_person_twice: { status: 403, title: "同一人不能办理前后两个环节" },
  supplement_asked: { status: 409, title: "本环节已要求过补正" },
  not_extendable: { status: 409, title: "期限不能再延长" },
  reasons_missing: { status: 422, title: "须说明理由" },
  form_invalid: { status: 422, title: "表单有误" },
  unknown_procedure: { status: 404, title: "没有这种事项" },
  may_not_start: { status: 403, title: "不能发起这种事项" },
  subject_missing: { status: 422, title: "须指明办理对象" },
  calendar_invalid: { status: 422, title: "工作日历有误" },
} as const;
