using System.Security.Cryptography;

namespace CsrmeWeChat.Uploads;

/// <summary>
/// The SHA-256 of uploads that this node is writing, as far as they have come: then no file has to be read again after its last byte. Where
/// one is missing, because another node wrote in between or this one was started anew, the whole file is read.
/// </summary>
public sealed class UploadHashes
{
    /// <summary>Some hundred bytes each. Above it an unfinished upload loses its own, and is read again.</summary>
    private const int Most = 1000;

    private readonly Dictionary<long, (long At, IncrementalHash Hash)> kept = [];

    /// <summary>That of the bytes which the row counts, for these never change. Null where nobody kept it.</summary>
    internal IncrementalHash? Take(Upload upload)
    {
        if (upload.Received == 0)
        {
            return IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        }
        lock (kept)
        {
            if (!kept.Remove(upload.Id, out var entry))
            {
                return null;
            }
            if (entry.At == upload.Received)
            {
                return entry.Hash;
            }
            entry.Hash.Dispose();
            return null;
        }
    }

    internal void Keep(Upload upload, IncrementalHash hash)
    {
        lock (kept)
        {
            if (kept.Count == Most && kept.Remove(kept.Keys.First(), out var other))
            {
                other.Hash.Dispose();
            }
            if (kept.Remove(upload.Id, out var former))
            {
                former.Hash.Dispose();
            }
            kept.Add(upload.Id, (upload.Received, hash));
        }
    }
}
