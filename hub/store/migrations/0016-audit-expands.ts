// Who had what done, and why: rows are only added, each bound to the one before.

export const audit: readonly string[] = [
  `create table audit (
    n integer primary key, at integer not null, who text not null, branch text not null,
    kiosk text, what text not null, why text not null, command text not null, outcome text,
    hash blob not null
  ) strict`,
  'create index audit_branch on audit (branch, n)',
  'create index audit_command on audit (command)',
  ...['update', 'delete'].map(
    (change) => `create trigger audit_no_${change} before ${change} on audit
      begin select raise(abort, 'the audit is only added to'); end`,
  ),
]
