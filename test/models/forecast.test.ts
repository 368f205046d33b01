import t from 'tap';
import { createForecast } from '../../src/models/forecast.ts';

function aForecast(levels: { running: number; newcomers: number }, options = {}) {
  const forecast = createForecast({ maxCalls: 10, callsPerSecond: 0, levels: () => levels, ...options });
  for (const ms of [1000, 2000, 3000, 2000, 60_000]) forecast.answered(ms);
  return forecast;
}

t.test('predicts no wait while nothing is known or a slot is free', async (t) => {
  const levels = { running: 10, newcomers: 500 };
  t.equal(createForecast({ maxCalls: 10, callsPerSecond: 0, levels: () => levels }).firstCallInMs(100), 0);
  t.equal(aForecast({ running: 7, newcomers: 2 }).firstCallInMs(0), 0);
  t.equal(aForecast({ running: 10, newcomers: 500 }).firstCallInMs(0), 100_000);
});

t.test('counts the first calls of other jobs, ten at once, at half the recent durations', async (t) => {
  t.equal(aForecast({ running: 10, newcomers: 0 }).firstCallInMs(0), 0);
  t.equal(aForecast({ running: 10, newcomers: 30 }).firstCallInMs(0), 6000);
});

t.test('forgets old durations', async (t) => {
  const forecast = aForecast({ running: 10, newcomers: 30 });
  for (let count = 0; count < 64; count += 1) forecast.answered(100);
  t.equal(forecast.firstCallInMs(0), 300);
});

t.test("predicts a waiting body's admission from the calls of the jobs ahead of it", async (t) => {
  const forecast = aForecast({ running: 10, newcomers: 0 });
  t.equal(forecast.firstCallInMs(40), 0, 'what a job takes is not known yet');
  for (let count = 0; count < 100; count += 1) forecast.jobCompleted(5);
  t.equal(forecast.firstCallInMs(40), 40_000);
  for (let count = 0; count < 100; count += 1) forecast.jobCompleted(20);
  t.ok(Math.abs(forecast.firstCallInMs(40) - 160_000) < 1000);
});

t.test('includes pacing', async (t) => {
  t.equal(aForecast({ running: 10, newcomers: 30 }, { callsPerSecond: 2 }).firstCallInMs(0), 15_000);
});
