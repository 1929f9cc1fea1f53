using System.Security.Cryptography;
using CsrmeWeChat.Foundation.Data;
using Microsoft.AspNetCore.Identity;

namespace CsrmeWeChat.Staff;

/// <summary>Passwords, hashed by ASP.NET Core's PasswordHasher (PBKDF2). A few at a time: each takes a processor for some 50 ms.</summary>
public sealed class Passwords
{
    public const int Shortest = 10,
        Longest = 128;

    private readonly PasswordHasher<string> hasher = new();
    private readonly SemaphoreSlim turns = new(Math.Max(1, Environment.ProcessorCount / 2));
    private readonly string nobody;

    public Passwords() => nobody = hasher.HashPassword("", Convert.ToHexString(RandomNumberGenerator.GetBytes(16)));

    public string Hash(string password) => hasher.HashPassword("", password);

    /// <param name="hash">Null where there is no such account: that takes as long.</param>
    public async Task<bool> IsRightAsync(string? hash, string password, CancellationToken ct)
    {
        if (!await turns.WaitAsync(TimeSpan.FromSeconds(1), ct))
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
            turns.Release();
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
            _ when password.Distinct().Count() < 5 => "密码过于简单，请多用几种字符。",
            _ => null,
        };
}
