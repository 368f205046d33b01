/** What stands between a scenario and the bounds that it may miss, for the page of results. */
export const whyMissed: Readonly<Record<string, string>> = {
  cpu:
    'The floor moves bytes and reads none of them. The service checks every body, finds its pictures, writes fifty calls, ' +
    'reads fifty answers and makes a name of each; the rest is in allocations of those calls.',
  memory: 'V8 collects late when many bodies come and go at once; the limit on bodies bounds only what is in use.',
  crowd:
    'A thousand connections hold what Node had read before their bodies were admitted, on top of the memory of the jobs ' +
    'that run.',
  alone:
    'One job has no others to hide behind: reading its body and writing its calls come before the first of five waves.',
  'small-amid-large':
    'While a hundred bodies of 5 MB arrive at the same moment, the event loop reads a piece of each before it comes back ' +
    'to a small one. The queue of calls adds no wait.',
  'slow-provider': 'Bodies wait for memory: at most nineteen standard jobs are in work at once at the default limit.',
  gateways:
    'Forwarding is one request. The service takes the picture out of a job, writes the call, makes a name of the answer and ' +
    'records the job.',
  growth: 'See the failures in its figures.',
  fleet: 'See its figures.',
  hour: 'See the chart above.',
  'start-up': 'Most of the time goes into loading modules and compiling the checks of requests.',
  'reliability-provider-flaky-5': 'A failed call of five layers is split in two, and each half is a separate call.',
};
