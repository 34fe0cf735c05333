/** Preloaded by `node --import`, lets this repository's files import its package by name, without packing it. */
import { registerHooks } from "node:module";

const publisher = new URL("../../publisher/index.ts", import.meta.url).href;

registerHooks({
	resolve: (specifier, context, next) =>
		specifier === "sqs-gmail-sender/publisher"
			? { url: publisher, shortCircuit: true }
			: next(specifier, context),
});
