import { randomBytes } from 'node:crypto'

/** 128 random bits as 22 characters of `A-Z a-z 0-9 - _`: the key of a patron, a loan, a hold. */
export const newId = (): string => randomBytes(16).toString('base64url')
