/** File systems that hold something on a disk of the node, by a selector. */
export const REAL_FILE_SYSTEMS =
  '{fstype!~"tmpfs|overlay|squashfs|ramfs|iso9660|nsfs",mountpoint!~"/(run|var/lib/(kubelet|containerd)).*"}';

/** Errors of virtual interfaces repeat those of the physical one, or belong to a pod. */
export const REAL_INTERFACES = '{device!~"lo|veth.+|cali.+|lxc.+"}';
