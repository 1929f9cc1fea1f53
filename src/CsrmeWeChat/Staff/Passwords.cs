using System.Security.Cryptography;
using CsrmeWeChat.Foundation.Data;
using Microsoft.AspNetCore.Identity;

namespace CsrmeWeChat.Staff;

/// <summary>Passwords, hashed by ASP.NET Core's PasswordHasher (PBKDF2). A few at a time: each takes a processor for some 50 ms.</summary>
public sealed class Passwords
{
    public const int Shortest = 10,
        Longest = 128;

    /// <summary>The estimator's scores go from 0 to 4, and its time grows with the length faster than what it says.</summary>
    private const int StrongEnough = 3,
        Judged = 40;

    private static readonly string[] Ours = ["csrme", "csrm", "chinarock", "yanshi", "wechat", "weixin", "kepu", "mima"];

    private readonly PasswordHasher<string> hasher = new();
    private readonly SemaphoreSlim turns = new(Math.Max(1, Environment.ProcessorCount / 2)),
        knownTurns = new(1);
    private readonly string nobody;

    public Passwords() => nobody = hasher.HashPassword("", Convert.ToHexString(RandomNumberGenerator.GetBytes(16)));

    public string Hash(string password) => hasher.HashPassword("", password);

    /// <param name="hash">Null where there is no such account: that takes as long.</param>
    /// <param name="known">Comes from a device of the account, which waits behind no crowd of strangers.</param>
    public async Task<bool> IsRightAsync(string? hash, string password, bool known, CancellationToken ct)
    {
        var line = known ? knownTurns : turns;
        if (!await line.WaitAsync(TimeSpan.FromSeconds(1), ct))
        {
            throw new QueueFullException();
        }
        try
        {
            var right = hasher.VerifyHashedPassword("", hash ?? nobody, password) is not PasswordVerificationResult.Failed;
            return right && hash is not null;
        }
        finally
        {
            line.Release();
        }
    }

    /// <summary>One that somebody is given, to be changed: 4 groups of 4 characters, 80 bits.</summary>
    public static string New() => string.Join('-', Enumerable.Range(0, 4).Select(_ => PlainText.NewCode(4)));

    /// <summary>In words, or null.</summary>
    public static string? WhyRefused(string password, string login) =>
        password switch
        {
            { Length: < Shortest } => $"密码至少 {Shortest} 个字符。",
            { Length: > Longest } => $"密码最长 {Longest} 个字符。",
            _ when password.Contains(login, StringComparison.OrdinalIgnoreCase) => "密码里不要含有账号名。",
            _ when Zxcvbn.Zxcvbn.MatchPassword(PlainText.Cut(password, Judged), [login, .. Ours]).Score < StrongEnough =>
                "密码太容易被猜到：请不要用常见的密码、数字串、键盘上的顺序、日期或重复的字符，可以用几个互不相干的词。",
            _ => null,
        };
}
