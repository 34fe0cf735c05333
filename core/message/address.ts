/** A mailbox as a producer names it. */
export interface Address {
	readonly name?: string;
	readonly address: string;
}

/**
 * Says what is wrong with an e-mail address, or undefined when nothing is.
 * One address only: no display name, no list, no group, no comment.
 */
export function addressFault(given: string): string | undefined {
	const text = withoutQuotes(given);
	if (hasControlCharacters(text))
		return "it contains a line break or control character";
	if (/[<>]/.test(text)) {
		return 'it contains "<" or ">"; write a name as {"name": "…", "address": "…"}';
	}
	if (text !== text.trim())
		return text === text.trimEnd()
			? "it starts with a space"
			: "it ends with a space";
	if (/[\s,;:()[\]\\"]/.test(text)) {
		return "it contains a space, comma, quote or bracket; give one address per entry of an array";
	}
	const at = text.lastIndexOf("@");
	if (at < 0) return 'it has no "@"';
	const local = text.slice(0, at);
	if (local === "" || local.includes("@"))
		return 'it needs exactly one "@" with a name before it';
	if (bytes(local) > 64) return "its part before the @ is longer than 64 bytes";
	return domainFault(text.slice(at + 1));
}

/** An address as it is known: quotes that a producer put around the part before the @ do not belong to it. */
export function withoutQuotes(address: string): string {
	return address.replace(/^"([^"\\@]+)"@/, "$1@");
}

/** An address as SMTP wants it: dots that stand at an end or side by side are quoted (RFC 5321). */
export function withQuotes(address: string): string {
	const at = address.lastIndexOf("@");
	const local = address.slice(0, at);
	return /^\.|\.$|\.\./.test(local)
		? `"${local}"${address.slice(at)}`
		: address;
}

/** Whether a header value could break out of its line. */
export function hasControlCharacters(text: string): boolean {
	for (let index = 0; index < text.length; index += 1) {
		const code = text.charCodeAt(index);
		if (code < 0x20 || code === 0x7f) return true;
	}
	return false;
}

/** `a***@example.com`: enough to recognise a known address, too little to learn a new one. */
export function maskAddress(address: string): string {
	const at = address.lastIndexOf("@");
	return at < 1 ? "***" : `${[...address][0]}***${address.slice(at)}`;
}

/** The domain of an address, in lower case. */
export function domainOf(address: string): string {
	return address.slice(address.lastIndexOf("@") + 1).toLowerCase();
}

/** How two spellings of one address are recognised: the domain's case doesn't count. */
export function sameMailboxKey(address: string): string {
	return `${address.slice(0, address.lastIndexOf("@"))}@${domainOf(address)}`;
}

function domainFault(domain: string): string | undefined {
	if (bytes(domain) > 253) return "its domain is longer than 253 bytes";
	const labels = domain.split(".");
	if (labels.length < 2 || labels.some((label) => label === "")) {
		return "its domain is not a full domain name such as example.com";
	}
	const odd = labels.some(
		(label) =>
			!/^[\p{L}\p{N}\p{M}-]+$/u.test(label) ||
			/^-|-$/.test(label) ||
			label.length > 63,
	);
	return odd ? "its domain has an invalid character or label" : undefined;
}

function bytes(text: string): number {
	return new TextEncoder().encode(text).length;
}

/** Text with every address in it masked. Each word is looked at once: an expression with an "@" would begin anew at each letter. */
export function maskAddresses(text: string): string {
	return text.replace(/[^\s<>(),;:"']+/g, (word) => {
		const at = word.indexOf("@", 1);
		return at > 0 && at < word.length - 1 ? maskAddress(word) : word;
	});
}
