// What staff have set aside of a branch's hours for a while; the profile does not touch it.

export const branchOverride: readonly string[] = [
  `alter table branch add column overrides text not null default '[]'`,
]
