import { localUrls } from "../api-gateway/api-url.ts";
import type { Names, StackTemplate } from "../names.ts";
import type { StackRecord } from "./api.ts";
import { resolveIntrinsics } from "./intrinsics.ts";

/** What CloudFormation tells of the stack of a template. */
export function planStackRecord(
	template: StackTemplate,
	names: Names,
	about: {
		readonly stackName: string;
		readonly endpoint: string;
		/** Epoch ms. */
		readonly now: number;
	},
): StackRecord {
	const outputs = Object.entries(template.Outputs ?? {}).map(
		([key, { Value, Description }]) => {
			const resolved = String(resolveIntrinsics(Value, names));
			const value = localUrls(resolved, about.endpoint);
			return [
				key,
				Description === undefined
					? { value }
					: { value, description: Description },
			] as const;
		},
	);
	return {
		name: about.stackName,
		description: template.Description,
		createdAt: about.now,
		outputs: Object.fromEntries(outputs),
		resources: Object.entries(template.Resources).map(([id, { Type }]) => ({
			logicalId: id,
			physicalId: names.physical(id),
			type: Type,
		})),
	};
}
