using System.Security.Cryptography;
using CsrmeWeChat.Foundation.Data;
using CsrmeWeChat.Foundation.Keys;
using OtpNet;

namespace CsrmeWeChat.Staff;

/// <summary>
/// The second factor: codes of an authenticator app, and recovery codes. The codes are TOTP by RFC 6238 with 30 s, 6 digits and SHA-1,
/// which all apps understand.
/// </summary>
public sealed class TwoStep(Database database, Keyring keyring)
{
    public const int RecoveryCodes = 10;

    private const int SecretBytes = 20,
        RecoveryLength = 16;

    /// <summary>Whether this is as long as a recovery code, and no code of an app.</summary>
    public static bool LooksLikeRecovery(string code) => Plain(code).Length >= RecoveryLength;

    public static string Place(string staffId) => $"staff.totp:{staffId}";

    /// <summary>A new secret, sealed for this account: the form that sets it up carries it.</summary>
    public string NewSecret(long staffId) =>
        keyring.Seal(Place($"{staffId}"), Base32Encoding.ToString(RandomNumberGenerator.GetBytes(SecretBytes)));

    /// <summary>Returns what the authenticator app scans, and what people can type instead.</summary>
    public (string Uri, string Secret) Show(long staffId, string login, string sealedSecret)
    {
        var secret = keyring.Open(Place($"{staffId}"), sealedSecret);
        return (new OtpUri(OtpType.Totp, secret, login, "岩石力学学会管理台").ToString(), secret);
    }

    /// <summary>Returns null if the secret is not one of <see cref="NewSecret"/> for this account, or if the code is wrong.</summary>
    public long? StepOf(long staffId, string sealedSecret, string code, DateTimeOffset now)
    {
        try
        {
            var totp = new Totp(Base32Encoding.ToBytes(keyring.Open(Place($"{staffId}"), sealedSecret)));
            return totp.VerifyTotp(now.UtcDateTime, Plain(code), out var step, VerificationWindow.RfcSpecifiedNetworkDelay) ? step : null;
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Uses a code of the app or a recovery code. Either is valid once.</summary>
    public async Task<bool> UseAsync(Transaction tx, long staffId, string code, DateTimeOffset now, CancellationToken ct)
    {
        var sealedSecret = await tx.FindAsync<string>("SELECT totp_sealed FROM staff WHERE id = @staffId", new { staffId }, ct);
        if (sealedSecret is null or "")
        {
            return false;
        }
        return StepOf(staffId, sealedSecret, code, now) is { } step
            ? await tx.ExecuteAsync(
                "UPDATE staff SET totp_step = @step WHERE id = @staffId AND totp_step < @step",
                new { staffId, step },
                ct
            ) == 1
            : await tx.ExecuteAsync(
                "DELETE FROM staff_recovery_codes WHERE staff_id = @staffId AND code_hash = @hash",
                new { staffId, hash = Token.Hash(Plain(code).ToUpperInvariant()) },
                ct
            ) == 1;
    }

    /// <param name="step">The time step of the code that proved the secret.</param>
    public static Task SetSecretAsync(Transaction tx, long staffId, string sealedSecret, long step, CancellationToken ct) =>
        tx.ExecuteAsync(
            "UPDATE staff SET totp_sealed = @sealedSecret, totp_step = @step, revision = revision + 1 WHERE id = @staffId",
            new
            {
                staffId,
                sealedSecret,
                step,
            },
            ct
        );

    /// <summary>Turns the second factor off. Its recovery codes go with it.</summary>
    public static async Task RemoveSecretAsync(Transaction tx, long staffId, CancellationToken ct)
    {
        await SetSecretAsync(tx, staffId, "", 0, ct);
        await tx.ExecuteAsync("DELETE FROM staff_recovery_codes WHERE staff_id = @staffId", new { staffId }, ct);
    }

    /// <summary>Replaces the recovery codes.</summary>
    public static async Task<IReadOnlyList<string>> NewRecoveryCodesAsync(Transaction tx, long staffId, CancellationToken ct)
    {
        var codes = Enumerable.Range(0, RecoveryCodes).Select(_ => PlainText.NewCode(RecoveryLength)).ToList();
        await tx.ExecuteAsync("DELETE FROM staff_recovery_codes WHERE staff_id = @staffId", new { staffId }, ct);
        await tx.InsertManyAsync(
            "INSERT INTO staff_recovery_codes (staff_id, code_hash)",
            [.. codes.Select(code => new object?[] { staffId, Token.Hash(code) })],
            ct
        );
        return [.. codes.Select(code => string.Join('-', code.Chunk(4).Select(group => new string(group))))];
    }

    public Task<int> CountRecoveryCodesAsync(long staffId, CancellationToken ct) =>
        database.FindAsync<int>("SELECT COUNT(*) FROM staff_recovery_codes WHERE staff_id = @staffId", new { staffId }, ct);

    private static string Plain(string code) =>
        string.Concat(PlainText.Normal(code, System.Text.NormalizationForm.FormKC).Where(char.IsLetterOrDigit));
}
