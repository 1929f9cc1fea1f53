using System.ComponentModel.DataAnnotations;

namespace CsrmeWeChat.Foundation.Keys;

public sealed class KeyOptions
{
    public const string Section = "Keys";

    /// <summary>Id of the key that seals what is written from now on.</summary>
    [Required(ErrorMessage = "Keys:Current is missing. `keys new` makes a key.")]
    public required string Current { get; init; }

    /// <summary>
    /// The keys by id (1 to 16 letters or digits), each 32 random bytes in base64. Older ones stay until <c>keys rotate</c> ran.
    /// </summary>
    [Required, MinLength(1)]
    public required Dictionary<string, string> Ring { get; init; }
}
