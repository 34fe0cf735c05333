/** The resources of a type, with their intrinsic functions resolved. */
export type ResourcesOf = (type: string) => readonly {
	readonly id: string;
	readonly properties: Readonly<Record<string, unknown>>;
}[];
