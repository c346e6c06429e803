#include "client/cli/qr.h"

#include <qrencode.h>

#include <memory>

namespace klad::cli {
namespace {

constexpr int kMargin = 2;

}  // namespace

std::string QrCode(const Secret& text) {
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
      QRcode_encodeData(
          static_cast<int>(text.size()),
          reinterpret_cast<const unsigned char*>(text.Expose().data()), 0,
          QR_ECLEVEL_M),
      QRcode_free);
  if (code == nullptr) return "";
  const auto dark = [&](int x, int y) {
    return x >= 0 && y >= 0 && x < code->width && y < code->width &&
           (code->data[y * code->width + x] & 1) != 0;
  };
  std::string out;
  for (int y = -kMargin; y < code->width + kMargin; y += 2) {
    for (int x = -kMargin; x < code->width + kMargin; ++x) {
      const bool upper = dark(x, y);
      const bool lower = dark(x, y + 1);
      out += upper ? (lower ? " " : "▄") : (lower ? "▀" : "█");
    }
    out += '\n';
  }
  return out;
}

}  // namespace klad::cli
