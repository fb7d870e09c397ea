using System.Text;
using System.Threading.Tasks;
using Center.Domain.Audit;
using Microsoft.AspNetCore.Http;

namespace Center.Api.Audit;

/// <summary>How long answers of the public log may be kept.</summary>
internal static class LogCaching
{
    /// <summary>What changes with every event.</summary>
    public const string None = "no-cache";

    /// <summary>What never changes: full tiles for ever, partial ones until they are soon replaced by wider ones.</summary>
    public static string Of(TileAddress address) =>
        address.IsFull ? "public, max-age=31536000, immutable" : "public, max-age=3600";
}

/// <summary>A text of the log.</summary>
/// <param name="text">The text.</param>
/// <param name="caching">Value of Cache-Control.</param>
internal sealed class LogText(string text, string caching) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext) =>
        LogBytes.WriteAsync(httpContext, "text/plain; charset=utf-8", caching, Encoding.UTF8.GetBytes(text));
}

/// <summary>Bytes of the log.</summary>
/// <param name="bytes">The bytes.</param>
/// <param name="caching">Value of Cache-Control.</param>
internal sealed class LogBytes(byte[] bytes, string caching) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext) =>
        WriteAsync(httpContext, "application/octet-stream", caching, bytes);

    public static Task WriteAsync(HttpContext context, string type, string caching, byte[] bytes)
    {
        var response = context.Response;
        response.ContentType = type;
        response.ContentLength = bytes.Length;
        response.Headers.CacheControl = caching;

        // Verifiers run in browsers of other sites too, and there is nothing here that a stranger may not have.
        response.Headers.AccessControlAllowOrigin = "*";
        return response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }
}
