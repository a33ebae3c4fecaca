/** Where Willo's answers contain what `client/alternatives.ts` looks for, and the shapes of the answers. */
import type { Places } from '../../../nodes/Willo/client/alternatives.ts';
import { PARTICIPANT } from '../../../nodes/Willo/client/alternatives.ts';
import { unwrapped } from '../../../nodes/Willo/client/participant.ts';
import type { Seen } from '../session.mts';
import { merged, shapeOf } from '../shape.mts';

/** The places with a value, by the names in `alternatives.ts`. */
export function placesFound(seen: Seen[]): [string, string[]][] {
	const participants = seen
		.filter(({ endpoint, answer }) => /\/participants\//.test(endpoint) && answer.status < 300)
		.flatMap(({ answer }) => {
			const { results } = Object(answer.body) as { results?: unknown[] };
			return Array.isArray(results) ? results : [answer.body];
		})
		.map(unwrapped);
	if (participants.length === 0) return [];
	return Object.entries(PARTICIPANT).map(([thing, places]: [string, Places]) => [
		thing,
		places.filter((place) => participants.some((it) => (valueAt(it, place) ?? null) !== null)),
	]);
}

function valueAt(from: unknown, place: string): unknown {
	return place.split('.').reduce<unknown>((at, name) => (Object(at) as never)[name], from);
}

/** The shape of successful answers, by endpoint. */
export function shapesFound(seen: Seen[]): [string, unknown][] {
	const shapes = new Map<string, unknown>();
	for (const { endpoint, answer } of seen) {
		if (answer.status >= 300 || typeof answer.body !== 'object') continue;
		const shape = shapeOf(answer.body);
		shapes.set(endpoint, shapes.has(endpoint) ? merged(shapes.get(endpoint), shape) : shape);
	}
	return [...shapes];
}
