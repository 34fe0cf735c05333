declare module "dynalite" {
	export default function dynalite(options: {
		readonly createTableMs?: number;
		readonly deleteTableMs?: number;
		readonly updateTableMs?: number;
	}): import("node:http").Server;
}
