/** An error as the SDK throws it. */
export function errorOf(name: string): Error {
	return Object.assign(new Error(`simulated ${name}`), { name, $metadata: {} });
}
