#include "cloud_sim/tls.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>

namespace beatsync::cloud_sim {
namespace {

constexpr long kDay = 24L * 3600;

struct FreeKey {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
struct FreeCertificate {
    void operator()(X509* certificate) const { X509_free(certificate); }
};
struct FreeExtension {
    void operator()(X509_EXTENSION* extension) const { X509_EXTENSION_free(extension); }
};
struct CloseFile {
    void operator()(std::FILE* file) const { (void)std::fclose(file); }
};
using Key = std::unique_ptr<EVP_PKEY, FreeKey>;
using Certificate = std::unique_ptr<X509, FreeCertificate>;

[[nodiscard]] bool add_names(X509* certificate) {
    const std::unique_ptr<X509_EXTENSION, FreeExtension> names(
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "IP:127.0.0.1,DNS:localhost"));
    const std::unique_ptr<X509_EXTENSION, FreeExtension> authority(
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_basic_constraints, "critical,CA:TRUE"));
    return names && authority && X509_add_ext(certificate, names.get(), -1) == 1 &&
           X509_add_ext(certificate, authority.get(), -1) == 1;
}

[[nodiscard]] Certificate sign(EVP_PKEY* key, bool expired) {
    Certificate certificate(X509_new());
    X509* const x = certificate.get();
    if (x == nullptr) return nullptr;
    constexpr long kVersion3 = 2;  // counted from 0
    X509_NAME* const name = X509_get_subject_name(x);
    const std::string common = "localhost";
    // The library takes text as bytes without sign.
    const auto* const bytes = reinterpret_cast<const unsigned char*>(common.data());
    const bool made =
        X509_set_version(x, kVersion3) == 1 && ASN1_INTEGER_set(X509_get_serialNumber(x), 1) == 1 &&
        X509_gmtime_adj(X509_getm_notBefore(x), expired ? -2 * kDay : -kDay) != nullptr &&
        X509_gmtime_adj(X509_getm_notAfter(x), expired ? -kDay : kDay) != nullptr &&
        X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, bytes, static_cast<int>(common.size()), -1, 0) ==
            1 &&
        X509_set_issuer_name(x, name) == 1 && X509_set_pubkey(x, key) == 1 && add_names(x) &&
        X509_sign(x, key, EVP_sha256()) > 0;
    return made ? std::move(certificate) : nullptr;
}

[[nodiscard]] bool save(X509* certificate, const std::filesystem::path& path) {
    const std::unique_ptr<std::FILE, CloseFile> file(std::fopen(path.c_str(), "w"));
    return file && PEM_write_X509(file.get(), certificate) == 1;
}

}  // namespace

Result<TlsContext> make_tls(bool expired, const std::filesystem::path& path) {
    const Key key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
    const Certificate certificate = key ? sign(key.get(), expired) : nullptr;
    TlsContext context(SSL_CTX_new(TLS_server_method()));
    const bool good = certificate && context &&
                      SSL_CTX_use_certificate(context.get(), certificate.get()) == 1 &&
                      SSL_CTX_use_PrivateKey(context.get(), key.get()) == 1 && save(certificate.get(), path);
    if (!good) return fail(Errc::network, "no TLS certificate could be made");
    return context;
}

}  // namespace beatsync::cloud_sim
