import type { ResourcesOf } from "../cloudformation/intrinsics.ts";

/** The keys of a template, with their aliases. */
export function planKeys(of: ResourcesOf) {
	const aliases = of("AWS::KMS::Alias");
	return of("AWS::KMS::Key").map(({ name, arn, properties }) => ({
		id: name,
		arn,
		policy: JSON.stringify(properties.KeyPolicy ?? { Statement: [] }),
		aliases: aliases
			.filter(({ properties: { TargetKeyId } }) =>
				[name, arn].includes(String(TargetKeyId)),
			)
			.map((alias) => alias.name),
	}));
}
