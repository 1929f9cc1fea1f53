// Uploads a file with tus-js-client, once or many times at once, and says as one line of JSON what came of it.
import { Upload } from 'tus-js-client'
import { createReadStream } from 'node:fs'

const { endpoint, headers, file, size, chunkSize, metadata, times } = JSON.parse(process.argv[2])

const sendOne = (i) =>
  new Promise((resolve, reject) => {
    const upload = new Upload(createReadStream(file), {
      endpoint,
      headers: Array.isArray(headers) ? headers[i % headers.length] : headers,
      chunkSize,
      uploadSize: size,
      metadata,
      retryDelays: [0, 50, 100, 200, 400, 800, 1000, 1000, 1000, 1000, 1000, 1000],
      onSuccess: () => resolve(upload.url),
      onError: reject,
    })
    upload.start()
  })

const began = performance.now()
const urls = await Promise.all(Array.from({ length: times }, (_, i) => sendOne(i)))
console.log(JSON.stringify({ urls, seconds: (performance.now() - began) / 1000 }))
process.exit(0)
