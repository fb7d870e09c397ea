using System;
using System.Collections.Generic;
using System.Text;
using System.Xml.Linq;
using Center.Projections.EventStore;
using Center.Projections.People;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Center.Api.Access;

/// <summary>Keeps the keys that sign cookies in PostgreSQL, so that every node and the next start know them.</summary>
/// <param name="source">Connections to the database.</param>
internal sealed class CookieKeys(NpgsqlDataSource source) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var command = source.CreateCommand($"select xml from {CenterStore.Schema}.cookie_key order by name");
        using var reader = command.ExecuteReader();
        var elements = new List<XElement>();
        while (reader.Read())
        {
            elements.Add(XElement.Parse(reader.GetString(0)));
        }

        return elements;
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var command = source.CreateCommand(
            $"insert into {CenterStore.Schema}.cookie_key (name, xml) values ($1, $2) on conflict (name) do nothing"
        );
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = friendlyName });
        command.Parameters.Add(
            new NpgsqlParameter<string> { TypedValue = element.ToString(SaveOptions.DisableFormatting) }
        );
        command.ExecuteNonQuery();
    }
}

/// <summary>Seals those keys by the vault key: a copy of the database alone must not be able to make a cookie.</summary>
/// <param name="key">The vault key.</param>
internal sealed class CookieKeySealing(VaultKey key) : IXmlEncryptor
{
    internal const string Purpose = "cookie keys";

    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var plain = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        var element = new XElement("sealed", Convert.ToBase64String(key.Seal(Purpose, plain)));
        return new EncryptedXmlInfo(element, typeof(CookieKeyOpening));
    }
}

/// <summary>Opens what <see cref="CookieKeySealing"/> sealed; made by the framework, by its type's name.</summary>
/// <param name="services">Where the vault key comes from.</param>
internal sealed class CookieKeyOpening(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement)
    {
        var key = services.GetRequiredService<VaultKey>();
        var plain = key.Open(CookieKeySealing.Purpose, Convert.FromBase64String(encryptedElement.Value));
        return XElement.Parse(Encoding.UTF8.GetString(plain));
    }
}
