using System.Security.Cryptography;
using System.Text.RegularExpressions;
using CsrmeWeChat.Foundation.Data;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Foundation.Media;

/// <summary>
/// Keeps files under the SHA-256 of their content, so that a file never changes and the same content is kept once. A name is
/// <c>hash.ext</c>.
/// </summary>
public sealed partial class MediaFolder(IOptions<MediaOptions> options, Dialect dialect)
{
    public const string Address = "/media/";

    private readonly string folder = DataFolder.PathOf("Media:Folder", options.Value.Folder, "media", dialect);

    public static bool IsName(string name) => Name().IsMatch(name);

    public static string HashOf(string name) => name[..64];

    /// <summary>
    /// Keeps a file and returns its name. It is written under another name and then renamed, so that neither a reader nor a crash meets
    /// half a file.
    /// </summary>
    public async Task<string> AddAsync(byte[] content, string extension, CancellationToken ct)
    {
        var name = $"{Convert.ToHexStringLower(SHA256.HashData(content))}.{extension}";
        var path = PathOf(name);
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var aside = $"{path}.{Guid.NewGuid():N}";
            try
            {
                await File.WriteAllBytesAsync(aside, content, ct);
                File.Move(aside, path, overwrite: true);
            }
            catch
            {
                // Where the disk is full, half a picture would take what room is left.
                File.Delete(aside);
                throw;
            }
        }
        return name;
    }

    /// <summary>Null where there is no file of that name.</summary>
    public string? FindPath(string name) => IsName(name) && PathOf(name) is var path && File.Exists(path) ? path : null;

    public Task<byte[]> ReadAsync(string name, CancellationToken ct) =>
        File.ReadAllBytesAsync(FindPath(name) ?? throw new FileNotFoundException("No such picture."), ct);

    private string PathOf(string name) => Path.Combine(folder, name[..2], name);

    [GeneratedRegex(@"^[0-9a-f]{64}\.(jpg|png|gif)\z", RegexOptions.None, PlainText.MatchMilliseconds)]
    private static partial Regex Name();
}
