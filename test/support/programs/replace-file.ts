// Writes a small file as the hub does: anew, in the place of another, and where none may be replaced.
import { makeFile, replaceFile } from '../../../hub/durable-file.ts'

const [replaced = '', made = ''] = process.argv.slice(2)
await replaceFile(replaced, 'new'.repeat(1000))
await makeFile(made, 'new'.repeat(1000))
