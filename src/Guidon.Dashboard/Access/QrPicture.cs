using QRCoder;

namespace Guidon.Dashboard.Access;

/// <summary>A text as a picture that phones read.</summary>
internal static class QrPicture
{
    /// <summary>Beyond this a picture has so many squares that cameras fail; a link of ours has less than half, the longest e-mail address included.</summary>
    internal const int CharsMax = 1_000;

    private const int PixelsPerSquare = 6;

    /// <summary>As an address for <c>img</c> that holds the picture itself: nobody else is asked, and nothing is kept.</summary>
    /// <param name="text">At most <see cref="CharsMax"/>.</param>
    internal static string Of(string text)
    {
        using var squares = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        using var picture = new PngByteQRCode(squares);
        return "data:image/png;base64," + Convert.ToBase64String(picture.GetGraphic(PixelsPerSquare));
    }
}
