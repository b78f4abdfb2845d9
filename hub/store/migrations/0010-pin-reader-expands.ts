// At which reader a PIN was tried, and whether it was compared: one that was past a budget is not.

export const pinReader: readonly string[] = [
  'alter table pin_attempt add column reader text',
  'alter table pin_attempt add column compared integer not null default 1 check (compared in (0, 1))',
  'create index pin_attempt_reader on pin_attempt (reader, at) where reader is not null',
]
