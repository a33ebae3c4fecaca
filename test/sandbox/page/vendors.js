/** n8n and both vendors as the page shows them: when n8n polls, and what it makes of a vendor that fails. */
import { keep, make, setText } from '/elements.js';

const find = (id) => document.getElementById(id);
const NAMES = { ashby: 'Ashby', willo: 'Willo' };
const CONDITIONS = { works: 'works', isDown: 'is down', refusesKey: 'refuses the key' };

/** How long ago, or how far ahead, in whole seconds. */
const secondsTo = (iso) => Math.round((new Date(iso) - Date.now()) / 1000);

const counted = (count, what) => `${count} ${what}${count === 1 ? '' : 's'}`;

function whatN8nDoes({ condition, requests, since }) {
	if (condition === 'works') {
		if (since === null) return '';
		return requests === 0
			? 'n8n continues by itself at its next poll.'
			: `n8n has continued by itself: ${counted(requests, 'request')} since.`;
	}
	const met =
		requests === 0
			? 'n8n has not noticed yet.'
			: `n8n has been refused ${requests === 1 ? 'once' : `${requests} times`}.`;
	const then =
		condition === 'isDown'
			? 'Nobody gets lost: it tries again by itself, less and less often.'
			: 'n8n shows the failed execution. Once the key works again, it continues by itself.';
	return `${met} ${then}`;
}

/** Shows what has changed, and the time that has passed. */
export function showVendors({ vendors, connected, polledAt }) {
	for (const [name, vendor] of Object.entries(vendors)) {
		const row = find(`${name}-condition`);
		const select = row.querySelector('select');
		if (document.activeElement !== select) select.value = vendor.condition;
		row.classList.toggle('broken', vendor.condition !== 'works');
		setText(row.querySelector('span'), whatN8nDoes(vendor));
	}
	find('n8n').hidden = connected === null;
	if (connected === null) return;
	find('workflow').href = connected.workflowUrl;
	const seconds = polledAt ? secondsTo(polledAt) + Math.round(connected.pollEveryMs / 1000) : 0;
	setText(
		find('next-poll'),
		seconds > 0
			? `Looks for new candidates in ${counted(seconds, 'second')}`
			: 'Looking for new candidates',
	);
	keep(
		find('own'),
		Object.entries(connected.credentials).flatMap(([name, { apiKey, baseUrl }]) => [
			{ what: `${NAMES[name]} API Key`, value: apiKey },
			{ what: `${NAMES[name]} Base URL`, value: baseUrl },
		]),
		({ what }) => what,
		createRow,
		(row, { value }) => setText(row.children[1], value),
	);
}

function createRow({ what, value }) {
	const row = make('div', 'row');
	const copy = make('button', 'plain', 'Copy');
	copy.type = 'button';
	copy.setAttribute('aria-label', `Copy the ${what}`);
	copy.addEventListener('click', async () => {
		await navigator.clipboard.writeText(value);
		setText(copy, 'Copied');
	});
	row.append(make('dt', '', what), make('dd'), copy);
	return row;
}

/**
 * Builds the row of each vendor's condition.
 *
 * @param send posts what a person selects
 */
export function onCondition(send) {
	for (const [vendor, name] of Object.entries(NAMES)) {
		const label = make('label', '', `${name} `);
		const select = make('select');
		select.dataset.testid = `${vendor}-condition`;
		select.append(...Object.entries(CONDITIONS).map(([value, text]) => new Option(text, value)));
		select.addEventListener('change', () => {
			void send('/page/condition', { vendor, condition: select.value });
			select.blur();
		});
		label.append(select);
		const status = make('span');
		status.role = 'status';
		find(`${vendor}-condition`).append(label, status);
	}
}
