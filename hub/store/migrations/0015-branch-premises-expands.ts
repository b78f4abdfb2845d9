// What a branch does in each of its opening states, as JSON. Null: nothing by itself.

export const branchPremises: readonly string[] = [
  'alter table branch add column premises text',
]
