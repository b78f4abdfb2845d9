// The hours of a branch as a whole calendar. Closed, until the profile has been read.

export const branchCalendar: readonly string[] = [
  `alter table branch add column calendar text not null
    default '{"country":null,"weeks":{"usual":[]}}'`,
]
