/** A function takes so many arguments safely. */
const CHUNK = 8192;

/** The base64 of a text's UTF-8. */
export function toBase64(text: string): string {
	const bytes = new TextEncoder().encode(text);
	let binary = "";
	for (let from = 0; from < bytes.length; from += CHUNK)
		binary += String.fromCharCode(...bytes.subarray(from, from + CHUNK));
	return btoa(binary);
}
