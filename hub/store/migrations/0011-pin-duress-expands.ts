// What a person's salt makes of the PIN she types when somebody forces her. Random where she has none.

export const pinDuress: readonly string[] = [
  'alter table pin add column duress blob check (length(duress) = 32)',
]
