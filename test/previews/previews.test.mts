import { readdirSync, readFileSync } from 'node:fs';
import Ajv from 'ajv';
import type { IDataObject } from 'n8n-workflow';

import { Ashby } from '../../nodes/Ashby/Ashby.node.ts';
import { Willo } from '../../nodes/Willo/Willo.node.ts';
import { operationsOf } from '../docs/parameters.mts';
import { contentOf, previewFile, previews } from './files.mts';
import { ashbyOutputs, willoOutputs } from './operations.mts';

const committed = (['Ashby', 'Willo'] as const).flatMap((vendor) =>
	readdirSync(`nodes/${vendor}/__schema__`, { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.json'))
		.map((file) => `nodes/${vendor}/__schema__/${file}`),
);

/** Why items are not as their preview says; empty when they are. */
function wrongWith(file: string, items: IDataObject[]): unknown[] {
	expect(items.length).toBeGreaterThan(0);
	const schema = JSON.parse(readFileSync(file, 'utf8')) as object;
	const fits = new Ajv({ allErrors: true }).compile(schema);
	return items.flatMap((item) => (fits(item) ? [] : (fits.errors ?? [])));
}

test('each operation and trigger has the preview of what it returns (run npm run previews)', async () => {
	const made = await previews();
	expect(committed.sort()).toEqual(Object.keys(made).sort());
	for (const [file, schema] of Object.entries(made)) {
		expect([file, readFileSync(file, 'utf8')]).toEqual([file, contentOf(schema)]);
	}
	for (const [vendor, node] of [
		['Ashby', new Ashby()],
		['Willo', new Willo()],
	] as const) {
		const needed = operationsOf(node.description).map(({ resource, operation }) =>
			previewFile(vendor, `${resource.value}/${operation.value}`),
		);
		expect(needed.length).toBeGreaterThan(4);
		expect(committed).toEqual(expect.arrayContaining(needed));
	}
});

/** What only a test run returns, or what is Willo's own. */
const OTHERS = ['testRun', 'request', 'raw'];

/** The paths of all fields. Nothing is known below null, and of what is in an empty list. */
function fieldsIn(value: unknown, path = ''): string[] {
	if (Array.isArray(value)) return value.slice(0, 1).flatMap((each) => fieldsIn(each, `${path}[]`));
	if (typeof value !== 'object' || value === null) return [path];
	return Object.entries(value)
		.filter(([name, inner]) => !OTHERS.includes(name) && inner !== undefined)
		.flatMap(([name, inner]) => fieldsIn(inner, `${path}.${name}`));
}

/** Whether a path is another one, or continues it. */
const isWithin = (path: string, other: string) => path === other || path.startsWith(`${other}.`);

/** What a test run can't know, such as who would be the author of a note, is null. */
const withoutUnknown = (item: IDataObject): IDataObject =>
	JSON.parse(JSON.stringify(item), (_, value: unknown) => value ?? undefined) as IDataObject;

test.each([
	['Ashby', ashbyOutputs],
	['Willo', willoOutputs],
] as const)('test runs of %s fit the previews, with the same fields', async (vendor, outputsOf) => {
	const real = await outputsOf();
	for (const [operation, items] of Object.entries(await outputsOf('manual'))) {
		const fields = fieldsIn(real[operation][0]);
		const shown = fieldsIn(items[0]);
		const isReal = (field: string) =>
			fields.some((each) => isWithin(each, field) || isWithin(field, each));
		expect([
			operation,
			...wrongWith(previewFile(vendor, operation), items.map(withoutUnknown)),
			...fields.filter((field) => !shown.some((each) => isWithin(field, each))),
			...shown.filter((field) => !isReal(field)),
		]).toEqual([operation]);
	}
});
