#!/bin/busybox sh
# The first program of a guest: loads its modules and hands over to the system on the first disk.
busybox=/bin/busybox
$busybox mount -t devtmpfs dev /dev
$busybox mount -t proc proc /proc
for name in $($busybox cat /modules/order); do
  [ -f /modules/$name.ko ] && $busybox insmod /modules/$name.ko
done
$busybox mount -t ext4 -o ro /dev/vda /root || exec $busybox sh
$busybox mount --move /dev /root/dev
$busybox umount /proc
exec $busybox switch_root /root /sbin/init
