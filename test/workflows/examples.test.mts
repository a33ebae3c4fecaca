/** The items that templates pin to their triggers are like the ones that the triggers return. */
import { readFileSync } from 'node:fs';
import Ajv from 'ajv';

import { itemOf } from '../../nodes/Willo/response/item.ts';
import { ashbyExample, participantExample, willoExample } from '../../workflows/parts/examples.ts';
import { plans } from '../../workflows/parts/plans.ts';
import { moreTemplates, templateFor, workflowOf } from '../../workflows/template.ts';

test.each([
	['Ashby', ashbyExample],
	['Willo', willoExample],
])('the example of %s has every field of the preview, of the same type', (vendor, example) => {
	const path = `nodes/${vendor}/__schema__/v1.0.0/output.json`;
	const schema = JSON.parse(readFileSync(path, 'utf8'));
	const fields = Object.keys(example).filter((name) => name !== 'testRun');
	expect(fields.sort()).toEqual(Object.keys(schema.properties).sort());
	const fits = new Ajv({ allErrors: true }).compile(schema);
	fits(example);
	expect(fits.errors).toBeNull();
});

test('the example of a response is what the triggers make of such a participant, marked as a test', async () => {
	const client = { get: async () => await Promise.reject(new Error('Willo is asked for nothing')) };
	const item = await itemOf(client, 'new_response', [], participantExample, '2026-03-06');
	expect(willoExample).toEqual({ ...item, isRepeat: false, raw: {}, testRun: true });
});

const templates = [...plans.map(templateFor), ...moreTemplates];
test.each(templates)('$file pins an example to each trigger with a candidate', (template) => {
	const { nodes, pinData } = workflowOf(template);
	const started = nodes.filter(
		({ type, parameters }) =>
			/n8n-nodes-ashby-willo\..*Trigger$/.test(type) && parameters.event !== 'new_score',
	);
	expect(Object.keys(pinData).sort()).toEqual(started.map(({ name }) => name).sort());
	for (const [{ json }] of Object.values(pinData)) {
		expect(JSON.stringify(json)).toContain('ada.example@example.com');
	}
});
