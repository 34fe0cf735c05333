/** The name of an object: S3's notifications write it like a form (`red+flower.jpg`). */
export function decodeS3Key(encoded: string): string {
	try {
		return decodeURIComponent(encoded.replaceAll("+", " "));
	} catch {
		return encoded;
	}
}
