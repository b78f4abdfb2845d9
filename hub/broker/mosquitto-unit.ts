// How systemd runs the Mosquitto beside the hub. Pure.

export const UNIT = 'b24-mosquitto.service'

/** `folder` is where the hub writes, `user` who runs the hub. Debian's mosquitto tells systemd when it is ready. */
export const mosquittoUnit = ({
  folder,
  user,
}: {
  folder: string
  user: string
}): string => `[Unit]
Description=Bibliotek24: Mosquitto between hub and kiosks
Wants=network-online.target
After=network-online.target

[Service]
Type=notify
User=${user}
ExecStart=/usr/sbin/mosquitto -c ${folder}/mosquitto.conf
ExecReload=/bin/kill -HUP $MAINPID
Restart=always
RestartSec=1
# 12 000 connections, and a little.
LimitNOFILE=13000
NoNewPrivileges=true
ProtectSystem=strict
ReadWritePaths=${folder}
PrivateTmp=true

[Install]
WantedBy=multi-user.target
`
