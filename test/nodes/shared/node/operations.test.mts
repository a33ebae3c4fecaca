import type { INodeType } from 'n8n-workflow';

import { Ashby } from '../../../../nodes/Ashby/Ashby.node.ts';
import { Willo } from '../../../../nodes/Willo/Willo.node.ts';
import { expectError, setUpAshby } from '../../Ashby/setUp.mts';

const setUp = setUpAshby();

test('an unknown operation is named', async () => {
	const running = setUp.run({ resource: 'candidate', operation: 'leave' });
	await expectError(running, "The resource 'candidate' has no operation 'leave'", "'Operation'");
});

const NODES: INodeType[] = [new Ashby(), new Willo()];
test.each(NODES)('$description.name lists the default operation of each resource', (node) => {
	const operations = node.description.properties.filter(({ name }) => name === 'operation');
	expect(operations.length).toBeGreaterThan(1);
	for (const { options, default: byDefault } of operations) {
		expect(options).toContainEqual(expect.objectContaining({ value: byDefault }));
	}
});
