using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Tasks;
using Center.Projections.EventStore;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Center.Api.Plumbing.Pages;

/// <summary>
/// Forms of pages. Each carries a token that no other site can know, and a key of its own, so that a form sent twice is
/// carried out once.
/// </summary>
/// <param name="antiforgery">Checks the token.</param>
internal sealed class PageForms(IAntiforgery antiforgery)
{
    /// <summary>Name of the field with the form's own key.</summary>
    public const string Once = "once";

    /// <summary>Name of the field with the token.</summary>
    public const string Token = "form-token";

    private const string Cookie = "center-form";

    public static void Add(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<PageForms>();
        builder.Services.AddAntiforgery(options =>
        {
            options.FormFieldName = Token;
            options.Cookie.Name = Cookie;
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.SuppressXFrameOptionsHeader = true;
        });
    }

    /// <summary>Reads the form of a request.</summary>
    /// <exception cref="RefusedException">It is no form, or none that this service made for this session.</exception>
    public async Task<PageForm> ReadAsync(HttpContext http)
    {
        if (!http.Request.HasFormContentType)
        {
            throw new RefusedException(
                "unsupported-media-type",
                "A form is sent as application/x-www-form-urlencoded."
            );
        }

        try
        {
            var fields = await http.Request.ReadFormAsync(http.RequestAborted);
            return await antiforgery.IsRequestValidAsync(http)
                ? new PageForm(fields)
                : throw new RefusedException("forbidden", "The form is too old, or comes from elsewhere.");
        }
        catch (Exception wrong) when (wrong is InvalidDataException or (IOException and not BadHttpRequestException))
        {
            throw new RefusedException("invalid-body", "The form is not well-formed.");
        }
    }
}

/// <summary>A form that was sent.</summary>
/// <param name="fields">Its fields.</param>
internal sealed class PageForm(IFormCollection fields)
{
    private const int LongestText = 200;

    /// <summary>The form's own key; null when it has none.</summary>
    public string? Once => Guid.TryParse(Text(PageForms.Once), out var once) ? once.ToString() : null;

    /// <summary>SHA-256 of all fields but the token, which is another one each time.</summary>
    public byte[] Hash =>
        SHA256.HashData(
            Encoding.UTF8.GetBytes(
                string.Join(
                    '\n',
                    fields
                        .Where(one => one.Key != PageForms.Token)
                        .OrderBy(one => one.Key, StringComparer.Ordinal)
                        .Select(one => $"{Uri.EscapeDataString(one.Key)}={Uri.EscapeDataString(one.Value.ToString())}")
                )
            )
        );

    /// <summary>A field; empty when it is not there, or longer than any of ours.</summary>
    public string Text(string name) =>
        fields[name].ToString() is { Length: <= LongestText } text ? text.Trim() : string.Empty;

    /// <summary>Whether a field is longer than any of ours.</summary>
    public bool IsTooLong(string name) => fields[name].ToString().Length > LongestText;

    /// <summary>A field that holds an instant with its offset.</summary>
    /// <exception cref="RefusedException">It does not.</exception>
    public DateTimeOffset Instant(string name) =>
        Instants.TryRead(Text(name), out var instant)
            ? instant
            : throw new RefusedException("invalid-value", "The field holds no instant.", name);

    /// <summary>A field that holds a whole number; 0 when it does not.</summary>
    public int Number(string name) =>
        int.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>An instant as a field holds it.</summary>
    public static string Write(DateTimeOffset instant) =>
        instant.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
}
