import { maskAddresses } from "../message/address.ts";

const MAX_REPLY = 1000;

/**
 * A server's reply, safe to log and to store: addresses masked, every link but Google's help pages
 * removed (a 534 carries a personal sign-in link, broken over several lines), at most 1,000 characters.
 */
export function redactReply(reply: string): string {
	const withoutLinks = reply
		.replace(/<https?:[^>]*>/gs, "<link removed>")
		.replace(/https?:\/\/(?!support\.google\.com\/)[^\s>]*/g, "<link removed>")
		.replace(/(?:plt|token|sarp|scc)=[^\s>]*/gi, "<link removed>");
	return maskAddresses(withoutLinks).slice(0, MAX_REPLY);
}
