import type { JsonAction } from "../http.ts";

interface Specification {
	readonly AttributeName: string;
	readonly Enabled: boolean;
}

/** The attribute by which a table's items expire. Only what is set is told: nothing expires locally. */
export class TimeToLive {
	readonly #attributes = new Map<string, string>();

	readonly actions: Readonly<Record<string, JsonAction>> = {
		UpdateTimeToLive: ({ TableName, TimeToLiveSpecification }) => {
			const specification = TimeToLiveSpecification as Specification;
			const { AttributeName, Enabled } = specification;
			if (Enabled) this.#attributes.set(String(TableName), AttributeName);
			else this.#attributes.delete(String(TableName));
			return { TimeToLiveSpecification: specification };
		},
		DescribeTimeToLive: ({ TableName }) => {
			const AttributeName = this.#attributes.get(String(TableName));
			return {
				TimeToLiveDescription:
					AttributeName === undefined
						? { TimeToLiveStatus: "DISABLED" }
						: { TimeToLiveStatus: "ENABLED", AttributeName },
			};
		},
	};
}
