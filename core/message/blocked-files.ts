/** Types of files that Gmail refuses, whoever sends them (support.google.com/mail/answer/6590). */
const BLOCKED: ReadonlySet<string> = new Set(
	"ade adp apk appx appxbundle bat cab chm cmd com cpl diagcab diagcfg diagpkg dll dmg ex ex_ exe hta img ins iso isp jar jnlp js jse lib lnk mde mjs msc msi msix msixbundle msp mst nsh pif ps1 scr sct shb sys vb vbe vbs vhd vxd wsc wsf wsh xll".split(
		" ",
	),
);

/** The extension for which Gmail refuses a file, with its dot; undefined when it takes it. Compressed by gzip or bzip2 it is refused as well. */
export function blockedExtension(filename: string): string | undefined {
	const plain = filename
		.trimEnd()
		.replace(/\.+$/, "")
		.replace(/\.(gz|bz2)$/i, "");
	const dot = plain.lastIndexOf(".");
	const extension = dot < 0 ? "" : plain.slice(dot + 1).toLowerCase();
	return BLOCKED.has(extension) ? `.${extension}` : undefined;
}
