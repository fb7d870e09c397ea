using System;
using System.Collections;
using System.Globalization;
using System.Text;
using QRCoder;

namespace Center.Api.Plumbing.Pages;

/// <summary>A QR code (ISO/IEC 18004) as one path of an SVG picture: a unit is a module, the quiet zone is included.</summary>
/// <param name="Side">Modules on each side.</param>
/// <param name="Path">The dark modules.</param>
public sealed record QrPicture(int Side, string Path)
{
    /// <summary>Most bytes that are drawn; more would be too fine for a telephone to read from paper.</summary>
    public const int MostBytes = 2300;

    /// <summary>Draws a text; null when it is too long.</summary>
    /// <param name="text">ASCII.</param>
    public static QrPicture? Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Encoding.UTF8.GetByteCount(text) > MostBytes)
        {
            return null;
        }

        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.L);
        var path = new StringBuilder();
        for (var y = 0; y < code.ModuleMatrix.Count; y++)
        {
            Draw(path, code.ModuleMatrix[y], y);
        }

        return new QrPicture(code.ModuleMatrix.Count, path.ToString());
    }

    /// <summary>The whole picture, for whoever has no page of ours to put it on.</summary>
    public string ToSvg() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Side} {Side}" shape-rendering="crispEdges"><rect width="{Side}" height="{Side}" fill="#fff"/><path d="{Path}"/></svg>"""
        );

    // Neighbours are drawn as one, so that no seams show.
    private static void Draw(StringBuilder path, BitArray row, int y)
    {
        for (var x = 0; x < row.Count; x++)
        {
            var from = x;
            while (x < row.Count && row[x])
            {
                x++;
            }

            if (x > from)
            {
                path.Append(CultureInfo.InvariantCulture, $"M{from} {y}h{x - from}v1h-{x - from}z");
            }
        }
    }
}
