using System.Xml.Linq;
using CsrmeWeChat.Foundation.Data;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;

namespace CsrmeWeChat.Foundation.Keys;

/// <summary>Data Protection's keys in the database, sealed: any node reads what another wrote.</summary>
public sealed class ProtectionKeys(Database database, Keyring keyring) : IXmlRepository, IConfigureOptions<KeyManagementOptions>
{
    public static string Place(string sealRow) => $"data_protection_keys.xml:{sealRow}";

    public void Configure(KeyManagementOptions options) => options.XmlRepository = this;

    // The interface is synchronous, and is asked once in a day.
    public IReadOnlyCollection<XElement> GetAllElements() =>
        [
            .. database
                .ListAsync<Row>("SELECT seal_row, xml_sealed FROM data_protection_keys ORDER BY id")
                .GetAwaiter()
                .GetResult()
                .Select(row => XElement.Parse(keyring.Open(Place(row.SealRow), row.XmlSealed))),
        ];

    public void StoreElement(XElement element, string friendlyName)
    {
        var sealRow = Guid.CreateVersion7().ToString("N");
        database
            .InsertAsync(
                "INSERT INTO data_protection_keys (seal_row, xml_sealed) VALUES (@sealRow, @xml)",
                new { sealRow, xml = keyring.Seal(Place(sealRow), element.ToString(SaveOptions.DisableFormatting)) }
            )
            .GetAwaiter()
            .GetResult();
    }

    private sealed record Row
    {
        public required string SealRow { get; init; }
        public required string XmlSealed { get; init; }
    }
}
