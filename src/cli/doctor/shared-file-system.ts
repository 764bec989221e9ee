/** What statfs(2) calls file systems that other machines may write to as well, or that a process of the host answers for. */
const names: Readonly<Record<number, string>> = {
  0x00_00_56_4c: 'NCP',
  0x00_00_51_7b: 'SMB',
  0x00_00_69_69: 'NFS',
  0x00_c3_64_00: 'Ceph',
  0x01_02_19_97: '9p',
  0x01_16_19_70: 'GFS2',
  0x0b_d0_0b_d0: 'Lustre',
  0x47_50_46_53: 'GPFS',
  0x53_46_41_4f: 'AFS',
  0x65_73_55_46: 'FUSE',
  0x73_75_72_45: 'Coda',
  0x74_61_63_6f: 'OCFS2',
  0xfe_53_4d_42: 'SMB',
  0xff_53_4d_42: 'CIFS',
}

/** What a file system is called on which locks and what is written may not hold as on a disk; null where it is no such. */
export const sharedFileSystem = (type: number): string | null => names[type >>> 0] ?? null
