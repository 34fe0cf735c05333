/**
 * For the `.catch` right behind each import() of a client. Without it a bundler that can't resolve the client
 * stops (esbuild, and thus NodejsFunction), even if the code never needs it.
 */
export function notLoaded(
	name: string,
	what: string,
): (cause: unknown) => never {
	return (cause) => {
		throw new Error(
			`Cannot ${what} as the package ${name} can't be loaded: install it where this code is bundled or runs, npm install ${name}`,
			{ cause },
		);
	};
}
