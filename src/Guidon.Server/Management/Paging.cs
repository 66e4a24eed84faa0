using System.Globalization;
using Guidon.Contracts;
using Microsoft.AspNetCore.WebUtilities;

namespace Guidon.Server.Management;

/// <summary>Which part of a list the caller wants: <c>?page=</c> from 1, <c>?page_size=</c> up to 999, which is also the default.</summary>
internal sealed class Paging
{
    internal const int SizeMax = 999;

    private readonly HttpRequest _request;
    private readonly int? _page;
    private readonly int _size;

    internal Paging(HttpContext http)
    {
        _request = http.Request;
        _page = (string?)_request.Query["page"] is { Length: > 0 } page ? Number(page) : 1;
        // As the original does: a size that is none is taken for the default.
        _size = (string?)_request.Query["page_size"] is { } size && Number(size) is { } wanted and > 0 ? Math.Min(wanted, SizeMax) : SizeMax;
    }

    /// <returns><see langword="null"/> past the last page.</returns>
    internal Page<TMessage>? Of<T, TMessage>(IReadOnlyList<T> all, Func<IReadOnlyList<T>, IReadOnlyList<TMessage>> show)
    {
        var last = Math.Max(1, (all.Count + _size - 1) / _size);
        if (_page is not { } page || page < 1 || page > last) return null;
        IReadOnlyList<T> items = [.. all.Skip((page - 1) * _size).Take(_size)];
        return new Page<TMessage>(all.Count, page < last ? Address(page + 1) : null, page > 1 ? Address(page - 1) : null, show(items));
    }

    /// <summary>As above, without reading what is not on the page.</summary>
    /// <param name="ordered">In an order that leaves nothing open.</param>
    /// <param name="show">Makes messages of the page.</param>
    internal Page<TMessage>? Of<T, TMessage>(IQueryable<T> ordered, Func<IReadOnlyList<T>, IReadOnlyList<TMessage>> show)
    {
        if (_page is not { } page || page < 1 || page > int.MaxValue / SizeMax) return null;
        List<T> items = [.. ordered.Skip((page - 1) * _size).Take(_size)];
        if (items.Count == 0 && page > 1) return null;
        // A page that is not full is the last one, and nobody has to read the whole list to count it.
        var count = items.Count < _size ? ((page - 1) * _size) + items.Count : ordered.Count();
        return new Page<TMessage>(count, count > page * _size ? Address(page + 1) : null, page > 1 ? Address(page - 1) : null, show(items));
    }

    private string Address(int page)
    {
        var query = _request.Query.Where(pair => pair.Key != "page").Append(new("page", page.ToString(CultureInfo.InvariantCulture)));
        return QueryHelpers.AddQueryString($"{_request.Scheme}://{_request.Host}{_request.PathBase}{_request.Path}", query);
    }

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
