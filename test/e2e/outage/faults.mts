/** What goes wrong in an outage: each begins a fault and returns what ends it. */
import type { ConnectedSandboxes } from '../../../scripts/everything.mts';
import type { Fault } from '../../sandbox/faults.mts';

export type Outage = (sandboxes: ConnectedSandboxes) => () => void;

const UNAVAILABLE: Fault = { kind: 'status', status: 503, body: 'Service Unavailable' };
const UNAUTHORIZED: Fault = {
	kind: 'status',
	status: 401,
	body: '{"detail":"Incorrect authentication credentials."}',
};

type Request = { path: string; body: any; number: number };

/** Every request to one vendor, or those that `hits` selects. */
function faultAt(vendor: 'ashby' | 'willo', fault: Fault, hits = (_: Request) => true): Outage {
	return (sandboxes) => {
		const sandbox = sandboxes[vendor];
		sandbox.fault = (request) => (hits(request) ? fault : undefined);
		return () => (sandbox.fault = undefined);
	};
}

const isNote = ({ path }: Request) => path === '/candidate.createNote';

export const willoDown = faultAt('willo', UNAVAILABLE);
export const willoCut = faultAt('willo', { kind: 'drop' });
/** Willo carries out the request, but its response gets lost. */
export const willoSilent = faultAt('willo', { kind: 'dropAfter' });
export const willoRefusesKey = faultAt('willo', UNAUTHORIZED);
export const willoThrottles = faultAt(
	'willo',
	{ kind: 'code', code: 'throttled' },
	({ number }) => number % 8 !== 0,
);
export const ashbyDown = faultAt('ashby', UNAVAILABLE);
export const notesDown = faultAt('ashby', UNAVAILABLE, isNote);
export const notesSilent = faultAt('ashby', { kind: 'dropAfter' }, isNote);

export const bothDown: Outage = (sandboxes) => {
	const ends = [ashbyDown(sandboxes), willoDown(sandboxes)];
	return () => ends.forEach((end) => end());
};

/** An administrator unticks a permission of the key, and ticks it again. */
export const noCandidatesWrite: Outage = ({ ashby, credentialData }) => {
	const key = ashby.keys.get(credentialData.ashbyApi.apiKey)!;
	const { permissions } = key;
	key.permissions = permissions.filter((permission) => permission !== 'candidatesWrite');
	return () => (key.permissions = permissions);
};

/** Both refuse requests above a number per minute, and keep doing so: Ashby always does. */
export const fewAMinute: Outage = ({ willo }) => {
	willo.switches.requestsPerMinute = 120;
	return () => {};
};
