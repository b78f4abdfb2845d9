// What a broker or a server answered to what it would not do.

/** The `code` of the error, or the error where it has none. Rejects when nothing was refused. */
export const codeOf = async (work: Promise<unknown>): Promise<unknown> => {
  try {
    await work
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error
  }
  throw new Error('it should have been refused')
}
