// Which of a kiosk's last questions were heard, so that hubs that take turns know it of one another.

export const askSeen: readonly string[] = ['alter table ask_mark add column seen text']
