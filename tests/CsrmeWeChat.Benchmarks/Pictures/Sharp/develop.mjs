// Makes the four copies of each photo, one photo after the other: node develop.mjs FOLDER COPIES THREADS one|each
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import sharp from 'sharp'

const [photos, copies, threads, way] = process.argv.slice(2)
sharp.cache(false)
sharp.concurrency(Number(threads))

const inside = side => [side, side, { fit: 'inside', withoutEnlargement: true }]

const raw = async image => {
  const { data, info } = await image.raw().toBuffer({ resolveWithObject: true })
  return () => sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } })
}

// The photo is decoded once, and its copies are made of the preview's pixels.
async function one(photo, to) {
  const preview = await raw(sharp(photo, { failOn: 'error' }).autoOrient().resize(...inside(1440)))
  const thumbnail = await raw(preview().resize(...inside(320)))
  for (const [name, image] of [['preview', preview], ['thumbnail', thumbnail]]) {
    await image().webp({ quality: 80 }).toFile(`${to}-${name}.webp`)
    await image().jpeg({ quality: 82 }).toFile(`${to}-${name}.jpg`)
  }
}

// As its documentation shows: the photo is decoded for each copy.
async function each(photo, to) {
  for (const [name, side] of [['preview', 1440], ['thumbnail', 320]]) {
    const image = () => sharp(photo, { failOn: 'error' }).autoOrient().resize(...inside(side))
    await image().webp({ quality: 80 }).toFile(`${to}-${name}.webp`)
    await image().jpeg({ quality: 82 }).toFile(`${to}-${name}.jpg`)
  }
}

const develop = way === 'one' ? one : each
const memory = what => Number(readFileSync('/proc/self/status', 'utf8').match(new RegExp(`${what}:\\s+(\\d+)`))[1]) / 1024

writeFileSync('/proc/self/clear_refs', '5')
const before = memory('VmRSS')
const started = performance.now()
const cpu = process.cpuUsage()
for (const name of readdirSync(photos)) {
  await develop(`${photos}/${name}`, `${copies}/${name}`)
}
const used = process.cpuUsage(cpu)
console.log(JSON.stringify({
  Seconds: (performance.now() - started) / 1000,
  CpuSeconds: (used.user + used.system) / 1e6,
  MemoryBefore: before,
  MemoryPeak: memory('VmHWM'),
}))
