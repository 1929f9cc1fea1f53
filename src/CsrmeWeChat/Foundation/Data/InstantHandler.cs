using System.Data;
using System.Globalization;
using Dapper;

namespace CsrmeWeChat.Foundation.Data;

/// <summary>
/// Instants are UTC, cut once to the microsecond MySQL keeps, and written in fixed width without offset,
/// so that text on SQLite and DATETIME(6) on MySQL compare and sort alike.
/// </summary>
public sealed class InstantHandler : SqlMapper.TypeHandler<DateTimeOffset>
{
    public static string Format(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);

    public override void SetValue(IDbDataParameter parameter, DateTimeOffset value)
    {
        parameter.DbType = DbType.String;
        parameter.Value = Format(value);
    }

    public override DateTimeOffset Parse(object value) =>
        value switch
        {
            DateTime utc => new DateTimeOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc)),
            string text => DateTimeOffset.ParseExact(
                text,
                "yyyy-MM-dd HH:mm:ss.ffffff",
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal
            ),
            _ => throw new InvalidCastException($"An instant cannot be read from {value.GetType()}."),
        };
}

public sealed class DateHandler : SqlMapper.TypeHandler<DateOnly>
{
    public static string Format(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public override void SetValue(IDbDataParameter parameter, DateOnly value)
    {
        parameter.DbType = DbType.String;
        parameter.Value = Format(value);
    }

    public override DateOnly Parse(object value) =>
        value switch
        {
            DateTime date => DateOnly.FromDateTime(date),
            DateOnly date => date,
            string text => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture),
            _ => throw new InvalidCastException($"A date cannot be read from {value.GetType()}."),
        };
}
